"""Where only the program is installed, the suite says what is missing and how to get it."""

from __future__ import annotations


def test_a_package_that_only_development_needs_is_named_with_the_remedy(in_fresh_process):
    script = "import sys; sys.modules['statsmodels'] = None; sys.argv = ['evals', 'run']; "
    done = in_fresh_process("-c", script + "from evals.__main__ import main; sys.exit(main())")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "the package statsmodels is missing" in line
    assert "make eval" in line
