import program from "../../../index";
import { recordProgram } from "../../../local/record";

void recordProgram(program);
