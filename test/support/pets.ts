import { people } from "../../config/people";
import program from "../../index";
import { type Engine, type EngineOptions, startEngine } from "../../local/engine";
import { strategies } from "../../strategies";

/** What the commands pass to the engine and to the comparison. */
export const pets = { program, people, descriptions: Object.values(strategies) };

export const startPetsEngine = (
  options: Omit<EngineOptions, "people" | "program"> & Partial<Pick<EngineOptions, "program">> = {},
): Promise<Engine> => startEngine({ ...pets, ...options });
