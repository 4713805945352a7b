"""All dictionaries of the program, in a thread of their own: verdicts, suggestions, and the words that people add."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from queue import SimpleQueue

from PySide6.QtCore import QLocale, QObject, Qt, Signal, Slot

from palimpsest.app.editor.spell_checker import (
    PersonalWords,
    SpellChecker,
    SpellError,
    accepts,
    dictionaries,
    folders,
    user_folder,
)
from palimpsest.app.editor.words import prepare

OWN_WORDS = "dictionary.txt"
_MOST_VERDICTS = 200_000
_PATIENCE_S = 5.0

Suggestions = Callable[[list[str]], None]
_Reply = Callable[[], None]


class Speller(QObject):
    """Shared by all pages. Every call returns at once; what the thread finds out is told in the caller's thread."""

    learned = Signal(str)
    """A language of which more verdicts are known, or which turned out to be unusable."""
    words_changed = Signal()
    """People's own words are others than before."""
    failed = Signal(str)
    """One sentence or two: what went wrong with a dictionary, and what to do next."""
    _replied = Signal(object)

    def __init__(
        self, own_words: Path | None = None, places: Sequence[Path] | None = None, parent: QObject | None = None
    ) -> None:
        """`own_words` is the file of added words, `places` are the folders of dictionaries; both have defaults."""
        super().__init__(parent)
        self._places = tuple(places) if places is not None else folders()
        self._personal = PersonalWords(own_words or user_folder() / OWN_WORDS)
        self._own: set[str] = set()
        self._verdicts: dict[str, dict[str, bool]] = {}
        self._asked: set[tuple[str, str]] = set()
        self._suggestions: dict[tuple[str, str], list[str]] = {}
        self._opened: set[str] = set()
        self._broken: set[str] = set()
        self._checkers: dict[str, SpellChecker] = {}  # the thread's own
        self._queue: SimpleQueue[Callable[[], _Reply | None] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closed = threading.Event()
        self._replied.connect(self._on_replied, Qt.ConnectionType.QueuedConnection)

    def languages(self) -> dict[str, str]:
        """Every language that has a dictionary, such as "en_US", and its name, in the order of names."""
        names = language_names(list(dictionaries(self._places)))
        return dict(sorted(names.items(), key=lambda item: item[1].casefold()))

    def system_language(self) -> str:
        """The dictionary that suits the system's first language; empty if there is none.

        Not that of the user's second language: a text in the first would be marked nearly everywhere.
        """
        codes = list(dictionaries(self._places))
        wanted = [name.replace("-", "_") for name in QLocale.system().uiLanguages()]
        if QLocale.system().language() is QLocale.Language.C:
            wanted = ["en_US"]
        roots = [name.split("_")[0] for name in wanted]
        first = [name for name, root in zip(wanted, roots, strict=True) if root == roots[0]]
        alike = [code for code in codes if code.split("_")[0] == roots[0]]
        return next((name for name in (*first, *alike) if name in codes), "")

    def open(self, language: str) -> None:
        """Read a dictionary; one that could not be read before is tried again. `learned` tells when it is done."""
        self._broken.discard(language)
        self._do(lambda: self._open(language) or (lambda: self._on_opened(language)))

    def opened(self, language: str) -> bool:
        """True once the dictionary has been read."""
        return language in self._opened

    def usable(self, language: str) -> bool:
        """False for a language whose dictionary could not be read, and for none."""
        return bool(language) and language not in self._broken

    def verdict(self, language: str, word: str) -> bool | None:
        """True for a right word, False for a wrong one, None as long as it is not known: `ask`."""
        known = self._verdicts.get(language, {}).get(word)
        return True if known is False and accepts(self._own, word) else known

    def ask(self, language: str, words: Iterable[str]) -> None:
        """Find out about words; `learned` tells when it is known. Asking twice costs nothing."""
        wanted = [word for word in words if (language, word) not in self._asked]
        if wanted and self.usable(language):
            self._asked.update((language, word) for word in wanted)
            self._do(lambda: self._check(language, wanted))

    def suggestions(self, language: str, word: str) -> list[str] | None:
        """What may have been meant; None as long as it is not known: `suggest`."""
        return self._suggestions.get((language, word))

    def suggest(self, language: str, word: str, callback: Suggestions) -> None:
        """Call back with what may have been meant, the likeliest first; with nothing if nothing comes to mind."""
        known = self.suggestions(language, word)
        if known is not None or not self.usable(language):
            callback(known or [])
        else:
            self._do(lambda: self._suggest(language, word, callback))

    def add(self, word: str) -> None:
        """Let a word be right in every language, and keep it in the file of people's own words."""
        word = unicodedata.normalize("NFC", word)
        if word and word not in self._own:
            self._own.add(word)
            self._suggestions.clear()
            self._do(lambda: self._keep(word))
            self.words_changed.emit()

    def close(self) -> None:
        """End the thread; nothing is told after that."""
        self._closed.set()
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join(_PATIENCE_S)

    def _do(self, task: Callable[[], _Reply | None]) -> None:
        if self._closed.is_set():
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="speller", daemon=True)
            self._queue.put(self._load_own)
            self._thread.start()
        self._queue.put(task)

    @Slot(object)
    def _on_replied(self, reply: _Reply) -> None:
        if not self._closed.is_set():
            reply()

    # In the thread. Each task returns what is to be done with its result in the window's thread.

    def _work(self) -> None:
        while (task := self._queue.get()) is not None:
            if self._closed.is_set():
                continue
            reply = task()
            if reply is not None and not self._closed.is_set():
                self._replied.emit(reply)

    def _load_own(self) -> _Reply | None:
        prepare()
        try:
            self._personal.load()
        except SpellError as error:
            return _telling(self, error)
        words = frozenset(self._personal.words)
        return lambda: self._on_own(words)

    def _keep(self, word: str) -> _Reply | None:
        for checker in self._checkers.values():
            checker.add([word])
        if word in self._personal.words:
            return None
        self._personal.words.add(word)
        try:
            self._personal.keep(word)
        except SpellError as error:
            return _telling(self, error)
        return None

    def _open(self, language: str) -> _Reply | None:
        """Read the dictionary if that has not been done; what to say if it cannot be."""
        if language in self._checkers:
            return None
        try:
            aff = dictionaries(self._places).get(language)
            if aff is None:
                raise SpellError(
                    self.tr("There is no spelling dictionary for {language}.").format(language=language_name(language)),
                    self.tr("Install one for hunspell, or choose another language."),
                )
            checker = SpellChecker(aff)
        except SpellError as error:
            failure = str(error)
            return lambda: self._on_broken(language, failure)
        checker.add(self._personal.words)
        self._checkers[language] = checker
        return None

    def _check(self, language: str, words: list[str]) -> _Reply | None:
        failure = self._open(language)
        if failure is not None:
            return failure
        checker = self._checkers[language]
        verdicts = {word: checker.correct(word) for word in words}
        return lambda: self._on_checked(language, verdicts)

    def _suggest(self, language: str, word: str, callback: Suggestions) -> _Reply:
        failure = self._open(language)
        found = self._checkers[language].suggest(word) if failure is None else []

        def reply() -> None:
            if failure is not None:
                failure()
            else:
                self._suggestions[language, word] = found
            callback(found)

        return reply

    # Back in the window's thread.

    def _on_own(self, words: frozenset[str]) -> None:
        if not words <= self._own:
            self._own |= words
            self.words_changed.emit()

    def _on_opened(self, language: str) -> None:
        self._opened.add(language)
        self.learned.emit(language)

    def _on_checked(self, language: str, verdicts: dict[str, bool]) -> None:
        known = self._verdicts.setdefault(language, {})
        if len(known) > _MOST_VERDICTS:
            known.clear()
            self._asked = {asked for asked in self._asked if asked[0] != language}
        known.update(verdicts)
        self.learned.emit(language)

    def _on_broken(self, language: str, failure: str) -> None:
        if language not in self._broken:
            self._broken.add(language)
            self._asked = {asked for asked in self._asked if asked[0] != language}
            self.failed.emit(failure)
            self.learned.emit(language)


def language_names(codes: Sequence[str]) -> dict[str, str]:
    """Languages' own names for themselves, such as "American English" for "en_US"; no two are alike."""
    plain = {code: language_name(code) for code in codes}
    names: dict[str, str] = {}
    for code, name in plain.items():
        alike = [other for other, same in plain.items() if same == name]
        territories = {QLocale(other).nativeTerritoryName() for other in alike}
        territory = QLocale(code).nativeTerritoryName()
        mark = territory if territory and len(territories) == len(alike) else code
        names[code] = f"{name} ({mark})" if len(alike) > 1 else name
    return names


def language_name(code: str) -> str:
    """A language's own name for itself; the code if Qt does not know it."""
    locale = QLocale(code)
    if locale.language() is QLocale.Language.C:
        return code
    name = locale.nativeLanguageName() or QLocale.languageToString(locale.language())
    return name[:1].upper() + name[1:]


def _telling(speller: Speller, error: SpellError) -> _Reply:
    text = str(error)
    return lambda: speller.failed.emit(text)
