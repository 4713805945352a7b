"""What the Regenerate menu does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from palimpsest.app.model_manager import ModelManager
    from palimpsest.app.window import Window


class RegenerateCommands:
    """Handlers of the commands "regenerate.…"."""

    def __init__(self, window: Window) -> None:
        self._window = window

    def prompt(self) -> None:
        self._window.regeneration.prompt()

    def start(self) -> None:
        self._window.regeneration.start()

    def stop(self) -> None:
        self._window.regeneration.stop()

    def accept(self) -> None:
        self._window.regeneration.accept()

    def discard(self) -> None:
        if self._window.page.past.previewed is not None:
            self._window.page.past.end_preview()
        else:
            self._window.regeneration.discard()

    def retry(self) -> None:
        self._window.regeneration.retry()

    def next(self) -> None:
        self._window.regeneration.cycle(1)

    def previous(self) -> None:
        self._window.regeneration.cycle(-1)

    def unqueue(self) -> None:
        self._window.regeneration.waiting.clear()

    # Without selecting

    def sentence(self) -> None:
        self._window.page.whole.sentence()

    def paragraph(self) -> None:
        self._window.page.whole.paragraph()

    def block(self) -> None:
        self._window.page.whole.block()

    def function(self) -> None:
        self._window.page.whole.function()

    def continue_text(self) -> None:
        self._window.page.whole.end()

    def repeat(self) -> None:
        self._window.page.whole.repeat()

    # Part by part

    def accept_change(self) -> None:
        self._window.page.say.accept_change()

    def accept_sentence(self) -> None:
        self._window.page.say.accept_sentence()

    def accept_line(self) -> None:
        self._window.page.say.accept_line()

    def put_back(self) -> None:
        self._window.page.say.put_back()

    # Pins and holes

    def pin(self) -> None:
        self._window.page.say.pin()

    def clear_pins(self) -> None:
        self._window.editor.span_marks.clear_pins()

    def hole(self) -> None:
        self._window.page.say.hole()

    def clear_holes(self) -> None:
        self._window.editor.span_marks.clear_holes()

    # Words and changes

    def next_word(self) -> None:
        self._window.page.say.step_word(1)

    def previous_word(self) -> None:
        self._window.page.say.step_word(-1)

    def next_change(self) -> None:
        self._window.page.say.step_change(1)

    def previous_change(self) -> None:
        self._window.page.say.step_change(-1)

    def choose_word(self) -> None:
        self._window.page.say.choose_word()

    def reject_word(self) -> None:
        self._window.page.say.reject_word()

    def reject_sentence(self) -> None:
        self._window.page.say.reject_sentence()

    def reject_line(self) -> None:
        self._window.page.say.reject_line()

    def vary(self) -> None:
        self._window.page.say.vary()

    # Compare

    def compare(self) -> None:
        self._window.docks.toggle("alternatives")

    def changes(self) -> None:
        settings = self._window.desk.settings
        settings.set("show_changes", not settings.values.show_changes)

    def peek(self) -> None:
        self._window.page.peek.begin()

    # Dials

    def presets(self) -> None:
        self._window.presets.choose()

    def preset_1(self) -> None:
        self._window.presets.run(1)

    def preset_2(self) -> None:
        self._window.presets.run(2)

    def preset_3(self) -> None:
        self._window.presets.run(3)

    def preset_4(self) -> None:
        self._window.presets.run(4)

    def preset_5(self) -> None:
        self._window.presets.run(5)

    def stronger(self) -> None:
        self._window.prompt_bar.turn_strength(1)

    def weaker(self) -> None:
        self._window.prompt_bar.turn_strength(-1)

    def longer(self) -> None:
        self._window.prompt_bar.turn_length(1)

    def shorter(self) -> None:
        self._window.prompt_bar.turn_length(-1)

    def more_drafts(self) -> None:
        self._window.prompt_bar.turn_alternatives(1)

    def fewer_drafts(self) -> None:
        self._window.prompt_bar.turn_alternatives(-1)

    def new_seed(self) -> None:
        self._window.prompt_bar.throw_dice()

    def lock_seed(self) -> None:
        self._window.prompt_bar.toggle_lock()

    def export_film(self) -> None:
        from palimpsest.app.regenerate.film_dialog import FilmDialog

        window = self._window
        if window.run is not None and window.run.film is not None:
            FilmDialog(window.run.film, window.desk.theme, window).open()


class ModelCommands:
    """Handlers of the commands "model.…"."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self.manager: ModelManager | None = None
        """None before it was first asked for."""

    def manage(self) -> None:
        from palimpsest.app.model_manager import ModelManager

        desk = self._window.desk
        if self.manager is None:
            self.manager = ModelManager(desk, self._window)
        self.manager.show()
        self.manager.activateWindow()
