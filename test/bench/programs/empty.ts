import { recordProgram } from "../../../local/record";

void recordProgram({ project: "empty", run: async () => ({}) });
