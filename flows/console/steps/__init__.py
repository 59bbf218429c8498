"""Steps act: one small form per act, each handing what was typed to one service."""
