"""The counter (quầy tiếp nhận): staff file for the person in front of them, with the same form."""
