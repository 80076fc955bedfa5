"""The subcommands of `politikgraf`: each module adds its own with `register`."""
