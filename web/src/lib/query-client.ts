// SPDX-License-Identifier: Apache-2.0
import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './api-client'

export function makeQueryClient() {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        // What the server refuses it refuses again; a broken connection may mend.
        retry: (count, error) =>
          count < 2 && error instanceof ApiError && (error.status === 0 || error.status === 503),
      },
    },
  })
}
