import { deploy } from "../../local/deploy";

deploy(async () => ({}));
