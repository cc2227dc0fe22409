import type { Stack } from "@pulumi/pulumi/automation";
import type { Clients } from "../../comparison/deployed/clients";
import { expectTokens, type TargetStack } from "../../comparison/target/target-stack";
import type { Strategy } from "../../strategies/strategy";
import type { Checks } from "../emulator/checks";
import { findUser } from "../emulator/users";
import type { Directory, Person } from "./directory";

/** A stack with everything on that tokens can carry, and who uses it. */
export interface Subject {
  readonly checks: Checks;
  readonly clients: Clients;
  readonly stack: Stack;
  /** The current one. */
  readonly strategy: Strategy;
  readonly target: TargetStack;
  readonly directory: Directory;
  readonly people: readonly Person[];
  readonly parameterName: string;
}

export const PET = { name: "Rex", species: "dog" };

/** Sends requests with the token of a new sign-in. */
export async function takeClient({ target, people }: Subject, name: string) {
  const token = expectTokens(await target.signIn(findUser(people, name)))[target.tokenUse];
  return async (path: string, method = "GET", body?: unknown) => {
    const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
    const { status, text } = await target.ask(path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status, body: text.startsWith("{") ? JSON.parse(text) : text };
  };
}
