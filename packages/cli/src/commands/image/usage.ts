import type { ListCommand } from '../../command.ts';

const names: Readonly<Record<string, string>> = {
  imageSizeTotal: 'image_size_total',
  imageStageTotal: 'image_stage_total',
  imageCountTotal: 'image_count_total',
  imageCountUploading: 'image_count_uploading',
};

/** `image usage` */
export const command: ListCommand = {
  output: 'list',
  description: 'Show what this project uses of its quotas for images; sizes are in MiB, -1 is no limit.',
  async run({ signal, connect, warn }) {
    const usage = await (await connect()).image.usage({ signal });
    if (Object.keys(usage).length === 0) warn('this cloud keeps no quotas for images');
    return {
      columns: [{ name: 'Quota' }, { name: 'Usage' }, { name: 'Limit' }],
      rows: Object.entries(usage).flatMap(([name, quota]) =>
        quota === undefined ? [] : [[names[name] ?? name, quota.usage, quota.limit]],
      ),
    };
  },
};
