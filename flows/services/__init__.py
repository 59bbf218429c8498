"""What happens when someone acts: one function per act, one transaction each."""
