import { deploy } from "../../../local/deploy";

void deploy(async () => ({}));
