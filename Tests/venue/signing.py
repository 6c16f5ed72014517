"""Signs the requests that Schemathesis makes up, with the key of the environment."""

import hashlib
import hmac
import os
import time

import schemathesis
from requests.auth import AuthBase


class Signed(AuthBase):
    def __call__(self, request):
        body = request.body or b""
        body = body.encode() if isinstance(body, str) else body
        expires = str(int(time.time()) + 60)
        text = f"{request.method}{request.path_url}{expires}".encode() + body
        signature = hmac.new(os.environ["APUS_API_SECRET"].encode(), text, hashlib.sha256).hexdigest()
        request.headers.update({
            "api-key": os.environ["APUS_API_KEY"], "api-expires": expires, "api-signature": signature})
        return request


schemathesis.auth.set_from_requests(Signed())
