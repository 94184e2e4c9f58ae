"""The fonts and the colour profile that every document embeds; README.md says where they come from."""

from pathlib import Path

FOLDER = Path(__file__).parent
