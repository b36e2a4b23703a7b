import { lazy, Suspense } from "react";
import type { Me } from "../api/getMe";
import { useMe } from "../api/getMe";
import { CacheProvider, newCache } from "../api/query";
import { OutboxProvider } from "../ranking/OutboxProvider";
import { Problem } from "../ui/Problem";
import { Waiting } from "../ui/Waiting";
import { useLanguage, wantWords } from "../words/t";
import { Routes } from "./navigation";

const RankPage = lazy(() => import("../ranking/RankPage").then((file) => ({ default: file.RankPage })));
const RevisePage = lazy(() => import("../ranking/RevisePage").then((file) => ({ default: file.RevisePage })));
const LeadRoutes = lazy(async () => {
  const [{ LeadRoutes: routes }] = await Promise.all([import("./LeadRoutes"), wantWords("rest")]);
  return { default: routes };
});

const cache = newCache();

export function App() {
  return (
    <CacheProvider client={cache}>
      <Entered />
    </CacheProvider>
  );
}

function Entered() {
  useLanguage();
  const { data: me, error } = useMe();
  if (error && !me) return <main className="page">{<Problem error={error} />}</main>;
  if (!me) return <Waiting />;
  return (
    <OutboxProvider user={me.id}>
      <Suspense fallback={<Waiting />}>
        <Pages me={me} />
      </Suspense>
    </OutboxProvider>
  );
}

function Pages({ me }: { me: Me }) {
  return (
    <Routes
      routes={[
        {
          path: "/projects/:project/rank",
          show: ({ project = "" }) => <RankPage key={project} project={project} me={me} />,
        },
        {
          path: "/assignments/:assignment",
          show: ({ assignment = "" }) => <RevisePage key={assignment} assignment={assignment} me={me} />,
        },
      ]}
      otherwise={<LeadRoutes me={me} />}
    />
  );
}
