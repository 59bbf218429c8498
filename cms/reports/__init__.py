"""What editors should look at again: links that lead nowhere, words that grew old."""
