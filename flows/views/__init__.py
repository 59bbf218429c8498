"""Pages of this room that are not the console: papers by address, the development mailbox."""
