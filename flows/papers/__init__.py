"""The legal slips: data for the templates, and the compiler that makes PDF of them."""
