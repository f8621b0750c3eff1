import type { Scope } from '../../support/scope.ts';
import type { Answerer, FakeCloud } from '../../image/support/fake-cloud.ts';
import { json, startFakeCloud } from '../../image/support/fake-cloud.ts';

/** A cloud whose Nova and Glance do what the test says. */
export type FakeNova = FakeCloud;

/** Starts a cloud whose Nova speaks the microversions up to `max`; everything but the version document is answered by `answer`. */
export async function startFakeNova(scope: Scope, max: string, answer: Answerer): Promise<FakeNova> {
  return startFakeCloud(
    scope,
    (request, response) => {
      if (request.path === '/') {
        json(response, { version: { id: 'v2.1', status: 'CURRENT', min_version: '2.1', version: max } });
      } else answer(request, response);
    },
    { prefix: '/api/v2', services: ['image', 'compute'] },
  );
}
