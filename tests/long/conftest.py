"""What takes long (`make test-all`) is booted as what does not: by tests/boot/conftest.py."""

import importlib.util
import pathlib

PATH = pathlib.Path(__file__).resolve().parents[1] / "boot" / "conftest.py"
SPEC = importlib.util.spec_from_file_location("booted", PATH)
booted = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(booted)

boots, boot, programs = booted.boots, booted.boot, booted.programs
pytest_runtest_makereport = booted.pytest_runtest_makereport
