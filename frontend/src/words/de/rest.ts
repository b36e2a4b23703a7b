import { account } from "./account";
import { datasets } from "./datasets";
import { history } from "./history";
import { hooks } from "./hooks";
import { members } from "./members";
import { numbers } from "./numbers";
import { projects } from "./projects";
import { reviews } from "./reviews";

export default { hooks, numbers, datasets, reviews, account, history, members, projects };
