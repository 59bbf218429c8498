"""Accounts of citizens and organisations (allauth): one verified contact is enough."""

ACCOUNT_ADAPTER = "home.accounts.adapter.CitizenAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
# allauth asks for a required e-mail; our sign-up form takes either contact and verifies that one.
ACCOUNT_SIGNUP_FIELDS = ["email*", "phone", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 900
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 3
ACCOUNT_PHONE_VERIFICATION_MAX_ATTEMPTS = 5
ACCOUNT_PHONE_VERIFICATION_TIMEOUT = 900
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = 3
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 300
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 3
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_USER_DISPLAY = str
ACCOUNT_RATE_LIMITS = {
    # A code that proves a contact: once a minute by contact and address (home.accounts.guessing), for
    # by contact alone whoever asks would bar its owner.
    "confirm_email": None,
    "verify_phone": "6/m/ip",
    "prove_contact": "1/60s/key",
    # Wrong passwords of one name are counted by name and address (axes) and over all addresses
    # (home.accounts.guessing): a count by name alone would let strangers bar the owner.
    "login_failed": "10/m/ip",
    "reset_password": "20/m/ip",
    "request_login_code": "20/m/ip,1/60s/key",
    "signup": "20/m/ip",
    "change_phone": "3/m/user",
}
ACCOUNT_FORMS = {
    "login": "home.accounts.forms.SignInForm",
    "signup": "home.accounts.forms.RegisterForm",
    "request_login_code": "home.accounts.by_code.ContactForm",
    "confirm_login_code": "home.accounts.by_code.CodeForm",
    "reset_password": "home.accounts.forms.ForgottenForm",
    "reset_password_from_key": "home.accounts.forms.NewPasswordForm",
    "change_password": "home.accounts.forms.ChangePasswordForm",
    "set_password": "home.accounts.forms.SetPasswordForm",
    "reauthenticate": "home.accounts.forms.PasswordAgainForm",
    "confirm_email_verification_code": "home.accounts.forms.EmailCodeForm",
    "verify_phone": "home.accounts.forms.PhoneCodeForm",
    "confirm_password_reset_code": "home.accounts.forms.ResetCodeForm",
    "add_email": "home.accounts.forms.NewEmailForm",
    "change_phone": "home.accounts.forms.NewPhoneForm",
}
