import { randomBytes } from 'node:crypto';

import { Forbidden } from '@ostk/sdk';
import type { Connection, NewMetadefNamespace } from '@ostk/sdk';

import type { Scope } from '../harness/cleanup.ts';

/** A name that no other namespace has. */
export function uniqueNamespace(): string {
  return `Ostk::Conformance::${randomBytes(8).toString('hex')}`;
}

/** Creates a namespace, public unless `content` says otherwise, and answers its name. */
export async function createNamespace(
  scope: Scope,
  admin: Connection,
  content: Partial<NewMetadefNamespace> = {},
): Promise<string> {
  const namespace = uniqueNamespace();
  await admin.image.metadefs.namespaces.create({ visibility: 'public', ...content, namespace });
  return deleteNamespaceAfter(scope, admin, namespace);
}

/** Sees to it that a namespace is gone when the scope has ended. Answers its name. */
export function deleteNamespaceAfter(scope: Scope, admin: Connection, namespace: string): string {
  const { namespaces } = admin.image.metadefs;
  scope.after(async () => {
    try {
      await namespaces.delete(namespace, { ignoreMissing: true });
    } catch (error) {
      if (!(error instanceof Forbidden)) throw error;
      await namespaces.update(namespace, { protected: false });
      await namespaces.delete(namespace);
    }
  });
  return namespace;
}
