"""Every word a person reads: `ja.json` and `en.json`."""
