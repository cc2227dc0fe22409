import program from "../index";

/** Every strategy that the program can be deployed with. */
export const { strategyNames } = program;
