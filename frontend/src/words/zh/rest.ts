import { account } from "./account";
import { history } from "./history";
import { projects } from "./projects";

export default { account, history, projects };
