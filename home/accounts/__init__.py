"""The citizen's account: register, verify, sign in, recover, profile. allauth behind our words."""
