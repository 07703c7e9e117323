"""The command that switches answering off and on while the pages are served."""

from __future__ import annotations

from argparse import Namespace

from assistant.administration.answering_switch import is_answering, switch_answering
from assistant.cli.terminal import print_json, say
from assistant.settings import read_settings


def answering(arguments: Namespace) -> int:
    """Switch answering on or off, or say which it is."""
    home = read_settings().home
    if arguments.state:
        switch_answering(home, on=arguments.state == "on")
    is_on = is_answering(home)
    say(f"answering is {'on' if is_on else 'off; texts can be read and added'}")
    return print_json({"answering": is_on}) if arguments.json else 0
