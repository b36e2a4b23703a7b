import { account } from "./account";
import { history } from "./history";
import { members } from "./members";
import { projects } from "./projects";

export default { account, history, members, projects };
