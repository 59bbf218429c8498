"""What may be asked for, who offers it, when offices work. Imports none of our other rooms."""
