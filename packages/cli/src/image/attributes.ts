import type { ImageAttributes } from '@ostk/sdk';
import { UsageError } from '../errors.ts';
import {
  choice,
  integer,
  type KeyValues,
  keyValues,
  oneOf,
  type Parameter,
  type Text,
  text,
  type Texts,
  texts,
} from '../parameters/parameter.ts';
import type { Values } from '../parameters/values.ts';

const visibility = choice({
  public: { value: 'public', description: 'every project sees it' },
  private: { value: 'private', description: 'only its own project sees it' },
  community: { value: 'community', description: 'every project can use it, none has it in its list' },
  shared: { value: 'shared', description: 'projects that it is shared with see it' },
});
const isProtected = choice({
  protected: { value: true, description: 'the image cannot be deleted' },
  unprotected: { value: false, description: 'the image can be deleted' },
});
const isHidden = choice({
  hidden: { value: true, description: 'leave the image out of lists' },
  unhidden: { value: false, description: 'have the image in lists' },
});
const diskFormat = text(
  '--disk-format <format>',
  'ami, ari, aki, vhd, vmdk, raw, qcow2, vhdx, vdi, iso or ploop, if the cloud takes them',
);
const containerFormat = oneOf('--container-format <format>', 'bare unless it is set', [
  'ami',
  'ari',
  'aki',
  'bare',
  'compressed',
  'docker',
  'ova',
  'ovf',
]);
const minDisk = integer('--min-disk <GiB>', 'the disk that a server needs at least', 0);
const minRam = integer('--min-ram <MiB>', 'the memory that a server needs at least', 0);

/** Tags to add. */
export const tags: Texts = texts('--tag <tag>', 'a tag to put on the image (may be repeated)');

/** Another project. */
export const project: Text = text(
  '--project <project>',
  'the project that is to own it, name or id (administrators)',
);

/** The domain of a project that is given by name. */
export const projectDomain: Text = text(
  '--project-domain <domain>',
  'the domain of that project, name or id',
);

const ownOptions: Readonly<Record<string, string>> = {
  id: '--id',
  name: '--name',
  visibility: '--public, --private, --community or --shared',
  owner: '--project',
  protected: '--protected or --unprotected',
  os_hidden: '--hidden or --unhidden',
  tags: '--tag',
  disk_format: '--disk-format',
  container_format: '--container-format',
  min_disk: '--min-disk',
  min_ram: '--min-ram',
};

const pairs = keyValues('--property <key=value>', 'a property of the image (may be repeated)');

/** Properties; what has an option of its own is none. */
export const properties: KeyValues = {
  options: pairs.options,
  read(given) {
    const read = pairs.read(given);
    for (const key of Object.keys(read)) {
      const own = Object.hasOwn(ownOptions, key) ? ownOptions[key] : undefined;
      if (own !== undefined) throw new UsageError(`--property: ${key} is not a property; use ${own}`);
    }
    return read;
  },
};

/** What can be said of an image when it is made, and later. */
export const attributeParameters: readonly Parameter<unknown>[] = [
  diskFormat,
  containerFormat,
  minDisk,
  minRam,
  isProtected,
  visibility,
  isHidden,
  properties,
  tags,
  project,
  projectDomain,
];

/** What the options say of an image, without its properties, tags and project. */
export function attributesOf(
  values: Values,
): Pick<
  ImageAttributes,
  'containerFormat' | 'diskFormat' | 'minDisk' | 'minRam' | 'osHidden' | 'protected' | 'visibility'
> {
  return {
    minDisk: values.get(minDisk),
    minRam: values.get(minRam),
    containerFormat: values.get(containerFormat),
    diskFormat: values.get(diskFormat),
    protected: values.get(isProtected),
    visibility: values.get(visibility),
    osHidden: values.get(isHidden),
  };
}
