"""The parser: text in, telegram out; pure, and never raising on bad text."""
