import type { BodySchema } from "./access-rules";

export const species = ["dog", "cat", "bird", "fish", "rabbit", "other"] as const;

/** What a client sends to add a pet. */
export interface NewPet {
  readonly name: string;
  readonly species: (typeof species)[number];
  /** A calendar date, `2024-02-29`. */
  readonly birthDate?: string;
}

/** A pet as the API returns it. */
export interface Pet extends NewPet {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

/**
 * The only definition of a new pet, used for API Gateway's model and the handler's validation. `format` is for the handler (February
 * has no 30th), `pattern` for API Gateway, which does not promise to check formats.
 */
export const newPetSchema = {
  title: "NewPet",
  type: "object",
  properties: {
    name: { type: "string", minLength: 1, maxLength: 64 },
    species: { type: "string", enum: [...species] },
    birthDate: { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", format: "date" },
  },
  required: ["name", "species"],
  additionalProperties: false,
} satisfies BodySchema;

/** Bounds of `GET /pets?limit=`. */
export const listLimit = { min: 1, max: 100, default: 25 } as const;
