import program from "../../index";
import { deploy } from "../../local/deploy";

deploy(() => program(), { config: { strategy: "access-token-scopes" } });
