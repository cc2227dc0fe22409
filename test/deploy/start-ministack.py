"""
Starts MiniStack 1.5.33 with two answers corrected to AWS's, and one delayed. Takes MiniStack's own settings from the environment.

1. A patch of a list (a method's authorizationScopes, an authorizer's providerARNs) adds to it or removes from it. MiniStack replaces the
   list by the single value.
2. UpdateUserPool without LambdaConfig removes the triggers: "If you don't provide a value for an attribute, Amazon Cognito sets it to its
   default value" (UpdateUserPool in Cognito's API reference). MiniStack keeps them.
3. Answers to the provider's requests wait 25 ms. On the loopback interface, an answer can arrive before the provider's SDK has finished
   writing the request: seen with terraform-provider-aws 5.100, which then closes the connection and repeats the create ("already exists").
"""

import asyncio
import sys

import ministack.app as server
import ministack.services.apigateway_v1 as gateway
import ministack.services.cognito as cognito

LISTS = {"authorizationScopes", "providerARNs", "binaryMediaTypes"}
ANSWER_DELAY_SECONDS = 0.025

apply_patch = gateway._apply_patch
update_user_pool = cognito._update_user_pool
serve = server.app


def apply_patch_with_lists(resource, operations):
    others = []
    for operation in operations:
        name, _, item = operation.get("path", "").lstrip("/").partition("/")
        if name not in LISTS:
            others.append(operation)
            continue
        item = operation.get("value") or item.replace("~1", "/").replace("~0", "~")
        kept = [one for one in resource.get(name) or [] if one != item]
        resource[name] = kept if operation.get("op") == "remove" else [*kept, item]
    return apply_patch(resource, others)


def update_user_pool_with_defaults(data):
    return update_user_pool({"LambdaConfig": {}, **data})


def is_write_of_provider(scope):
    if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
        return False
    agents = [value.lower() for name, value in scope["headers"] if name == b"user-agent"]
    return any(b"terraform" in agent or b"pulumi" in agent for agent in agents)


async def serve_with_delay(scope, receive, send):
    async def send_later(message):
        if message["type"] == "http.response.start":
            await asyncio.sleep(ANSWER_DELAY_SECONDS)
        await send(message)

    await serve(scope, receive, send_later if is_write_of_provider(scope) else send)


gateway._apply_patch = apply_patch_with_lists
cognito._update_user_pool = update_user_pool_with_defaults
server.app = serve_with_delay
sys.exit(server.main())
