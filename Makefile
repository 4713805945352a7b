# make run: the program.  make test: everything that must hold.  Both set up .venv first.
.POSIX:
.SUFFIXES:
.NOTPARALLEL:
.PHONY: help run setup libraries test lint format bench film icons translations clean

python = .venv/bin/python
setup_files = pyproject.toml packaging/setup_environment.sh
offscreen = QT_QPA_PLATFORM=offscreen
# A process for each core, and 1 GB of memory for each process; PYTEST_XDIST_AUTO_NUM_WORKERS says how many else.
on_all_cores = --numprocesses auto --maxprocesses 8 --dist worksteal

help:
	@echo "make run     set up, then open the editor (without a display: show the main job and leave a film)"
	@echo "make test    set up, then run all tests, style and types"
	@echo "make bench   speed, measured"
	@echo "make lint    style and types            make format  put the style right"
	@echo "make film    the films of the README    make icons   the icon's PNG files"
	@echo "make translations   gather what is to be translated, and pack what is"
	@echo "make setup   only .venv and the system libraries of Qt"
	@echo "make clean   remove .venv and caches"

run: setup
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then exec .venv/bin/palimpsest --sample; \
	else echo "No display here: the same job without a window."; exec $(python) -m palimpsest.app.demo; fi

setup: .venv/installed libraries

.venv/installed: $(setup_files)
	@packaging/setup_environment.sh run

.venv/installed-for-development: $(setup_files)
	@packaging/setup_environment.sh development

libraries: .venv/installed
	@$(python) packaging/system_libraries.py

test: .venv/installed-for-development
	@$(offscreen) $(python) packaging/system_libraries.py
	$(offscreen) $(python) -m pytest $(on_all_cores)
	@$(MAKE) lint

lint: .venv/installed-for-development
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	PYRIGHT_PYTHON_IGNORE_WARNINGS=1 $(python) -m pyright

format: .venv/installed-for-development
	$(python) -m ruff check --fix .
	$(python) -m ruff format .

bench: .venv/installed-for-development
	@$(offscreen) $(python) packaging/system_libraries.py
	@for script in tests/bench/bench_*.py; do echo "== $$script"; $(offscreen) $(python) $$script || exit 1; done

film: setup
	$(python) -m palimpsest.app.demo --seed 1 --film resources/film.gif
	$(offscreen) $(python) packaging/films.py

icons: setup
	$(offscreen) $(python) packaging/render_icons.py

translations: .venv/installed-for-development
	$(python) packaging/translate.py

clean:
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis build dist src/*.egg-info
