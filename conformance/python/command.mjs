// What Python's clients are asked, in order. A command is { client, args } and may have
//   as       who asks: demo (the default), alt or admin
//   keep     the name under which the first id in the output is remembered; {name} in later arguments stands for it
//   rows     of a list, only the rows that belong to this run are compared: others may use the cloud as well
//   racing   the image is shown while it is being imported: only the exit code is compared
//   settle   the name of an image to wait for beforehand, until nothing imports it any more
// {run} stands for a name of this run's own, {file}, {out}, {namespaceFile} for files, {web} for the URL of a web
// server, {alt} for the id of alt's project.

export const openstack = (args, more = {}) => ({ client: 'openstack', args, ...more });
export const glance = (args, more = {}) => ({ client: 'glance', args, ...more });
export const admin = { as: 'admin' };
export const alt = { as: 'alt' };
export const rows = { rows: true };
export const racing = { racing: true };
export const json = ['-f', 'json'];
export const raw = ['--disk-format', 'raw', '--container-format', 'bare'];
