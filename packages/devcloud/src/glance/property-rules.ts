/** Names that nobody may use for a property. */
export const reservedNames: readonly string[] = [
  'locations',
  'deleted',
  'deleted_at',
  'direct_url',
  'self',
  'file',
  'schema',
];

/** Whether a name belongs to Glance itself. */
export function isReserved(name: string): boolean {
  return ['location', 'deleted', 'deleted_at'].includes(name) || name.startsWith('os_glance_');
}
