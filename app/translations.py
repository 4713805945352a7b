"""The language of menus and messages: Qt's own translations and ours, installed before the first window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from palimpsest import resources
from palimpsest.app.documents.translate import mark

_NAME = "palimpsest-translator"

ENGINE_STEPS = (
    mark("opening the model"),
    mark("reading the weights"),
    mark("reading the weights again, with less on the GPU"),
)
"""What the engine, which speaks English only, says to be doing while a model is opened."""


def progress_text(doing: str, share: float) -> str:
    """A step of the engine and how much of it is done: "reading the weights 40%"."""
    doing = QCoreApplication.translate("", doing)
    return QCoreApplication.translate("Progress", "{doing} {percent}%").format(doing=doing, percent=round(100 * share))


def install(app: QCoreApplication, language: str) -> str:
    """Speak `language` ("de"), or the system's where it is "" and there is a translation; returns what is spoken."""
    for old in app.findChildren(QTranslator, _NAME):
        app.removeTranslator(old)
        old.deleteLater()
    spoken = language or _of_system()
    QLocale.setDefault(QLocale(language) if language else QLocale.system())
    files = (f"{QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)}/qtbase_{spoken}.qm",)
    ours = resources.translation_file(spoken)
    for file in (*files, str(ours)) if ours is not None else ():
        translator = QTranslator(app)
        translator.setObjectName(_NAME)
        if translator.load(file):
            app.installTranslator(translator)
    return spoken


def _of_system() -> str:
    """The first of the user's languages that there is a translation for; English is the source."""
    for name in QLocale.system().uiLanguages():
        language = name.split("-")[0]
        if language == "en" or resources.translation_file(language) is not None:
            return language
    return "en"
