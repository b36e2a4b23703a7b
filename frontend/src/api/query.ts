import {
  type InfiniteData,
  QueryClient,
  QueryClientProvider,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import type { Page } from "./lists";
import { ApiError } from "./request";

export const CacheProvider = QueryClientProvider;
export type Key = readonly (string | number)[];

export function newCache(): QueryClient {
  const retry = (failures: number, error: Error) =>
    failures < 2 && error instanceof ApiError && error.temporary && error.status !== 401;
  return new QueryClient({
    defaultOptions: {
      queries: { retry, staleTime: 5_000, networkMode: "always" },
      mutations: { networkMode: "always" },
    },
  });
}

type ReadOptions<T> = {
  every?: number | ((data: T | undefined) => number | false);
  enabled?: boolean;
  keep?: boolean;
};

/** Read something and keep it fresh; `every` asks again after so many milliseconds. */
export function useRead<T>(key: Key, read: () => Promise<T>, options: ReadOptions<T> = {}) {
  const { every } = options;
  return useQuery<T, ApiError>({
    queryKey: key,
    queryFn: read,
    enabled: options.enabled ?? true,
    refetchInterval: typeof every === "function" ? (query) => every(query.state.data) : (every ?? false),
    ...(options.keep ? { placeholderData: (before: T | undefined) => before as never } : {}),
  });
}

export function useReadPages<T>(
  key: Key,
  first: string,
  read: (path: string) => Promise<Page<T>>,
  every: number | false = false,
) {
  return useInfiniteQuery<Page<T>, ApiError, InfiniteData<Page<T>>, Key, string>({
    queryKey: key,
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: first,
    getNextPageParam: (page: Page<T>) => page.next,
    refetchInterval: every,
  });
}

/** Change something; what was read under the given keys is read again. */
export function useWrite<Input, Output>(write: (input: Input) => Promise<Output>, stale: Key[] = []) {
  const client = useQueryClient();
  return useMutation<Output, ApiError, Input>({
    mutationFn: write,
    onSuccess: async () => {
      await Promise.all(stale.map((key) => client.invalidateQueries({ queryKey: key })));
    },
  });
}
