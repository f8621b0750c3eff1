import type { ShowCommand } from '../../command.ts';
import type { Column, Value } from '../../output/data.ts';

/** A time as `openstack` shows it: whole seconds, UTC. */
function isoSeconds(milliseconds: number): string | null {
  if (!Number.isFinite(milliseconds)) return null;
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, '+0000');
}

/** `token issue` */
export const command: ShowCommand = {
  output: 'record',
  description: 'Issue a token.',
  async run({ signal, connect }) {
    const { id, expiresAt, scope, user } = await (await connect()).session.token({ signal });
    const fields: readonly (Column & { readonly value: Value })[] = [
      { name: 'domain_id', value: scope.kind === 'domain' ? scope.domain.id : null },
      { name: 'expires', value: isoSeconds(expiresAt) },
      { name: 'id', value: id.reveal() },
      { name: 'project_id', value: scope.kind === 'project' ? scope.project.id : null },
      { name: 'system', value: scope.kind === 'system' ? 'all' : null },
      { name: 'user_id', value: user?.id ?? null },
    ];
    return { fields: fields.filter(({ value }) => value !== null) };
  },
};
