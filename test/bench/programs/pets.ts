import program from "../../../index";
import { deploy } from "../../../local/deploy";

void deploy(() => program());
