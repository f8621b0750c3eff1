import type { Connection, Image, ImageChanges, ImageMember } from '@ostk/sdk';
import type { ActionCommand, Context } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { givenProject } from '../../identity/find.ts';
import {
  attributeParameters,
  attributesOf,
  project,
  projectDomain,
  properties,
  tags,
} from '../../image/attributes.ts';
import { givenImage, imageArgument } from '../../image/find-image.ts';
import { choice, text } from '../../parameters/parameter.ts';

const newName = text('--name <name>', 'its new name');
const wellKnown = {
  architecture: text('--architecture <architecture>', 'property architecture: of the processor'),
  instance_uuid: text('--instance-id <id>', 'property instance_uuid: the server that it was made from'),
  kernel_id: text('--kernel-id <image>', 'property kernel_id: the kernel to boot it with'),
  os_distro: text('--os-distro <name>', 'property os_distro: the distribution'),
  os_version: text('--os-version <version>', "property os_version: the distribution's version"),
  ramdisk_id: text('--ramdisk-id <image>', 'property ramdisk_id: the RAM disk to boot it with'),
} as const;
const instanceUuid = text('--instance-uuid <id>', 'the same as --instance-id', { hidden: true });
const activation = choice({
  deactivate: { value: false, description: 'refuse to give the data to anybody' },
  activate: { value: true, description: 'give the data again' },
});
const membership = choice({
  accept: { value: 'accepted', description: 'accept an image that is shared with this project' },
  reject: { value: 'rejected', description: 'reject an image that is shared with this project' },
  pending: { value: 'pending', description: 'neither accept nor reject it' },
});

function changesOf({ values }: Context, owner: string | undefined): ImageChanges {
  const named = Object.entries(wellKnown).flatMap(([key, parameter]) => {
    const value = values.get(parameter);
    return value === undefined ? [] : [[key, value] as const];
  });
  const instance = values.get(instanceUuid);
  return {
    name: values.get(newName),
    ...attributesOf(values),
    owner,
    properties: {
      ...(instance !== undefined && { instance_uuid: instance }),
      ...Object.fromEntries(named),
      ...values.get(properties),
    },
  };
}

async function ownProject(connection: Connection, signal: AbortSignal): Promise<string> {
  const { scope } = await connection.session.token({ signal });
  if (scope.kind === 'project') return scope.project.id;
  throw new CommandError('the token is not for a project: give --project to say whose membership is meant');
}

/** One step of a change that Glance cannot make in one request. */
interface Step {
  readonly what: string;
  readonly apply: () => Promise<unknown>;
}

async function stepsOf(context: Context): Promise<readonly Step[]> {
  const { values, signal, connect } = context;
  const { service, image } = await givenImage(context);
  const status = values.get(membership);
  const named = await givenProject(context, project, projectDomain);
  // With a membership, the project is the member that is meant, not a new owner.
  const changes = changesOf(context, status === undefined ? named : undefined);
  const isChange = Object.values(changes).some(
    (value) => value !== undefined && (typeof value !== 'object' || Object.keys(value ?? {}).length > 0),
  );
  const steps: Step[] = [];
  if (isChange) {
    const apply = (): Promise<Image> => service.updateImage(image, changes, { signal });
    steps.push({ what: 'attributes and properties', apply });
  }
  for (const tag of values.get(tags)) {
    steps.push({ what: `tag ${tag}`, apply: () => service.addTag(image, tag, { signal }) });
  }
  if (status !== undefined) {
    const member = named ?? (await ownProject(await connect(), signal));
    const apply = (): Promise<ImageMember> => service.updateMember(image, member, status, { signal });
    steps.push({ what: 'membership', apply });
  }
  const isActive = values.get(activation);
  if (isActive !== undefined) {
    const apply = (): Promise<void> =>
      isActive ? service.reactivateImage(image, { signal }) : service.deactivateImage(image, { signal });
    steps.push({ what: 'activation', apply });
  }
  return steps;
}

async function applyAll(steps: readonly Step[], context: Context): Promise<void> {
  const done: string[] = [];
  for (const { what, apply } of steps) {
    try {
      await apply();
    } catch (error) {
      if (done.length > 0) context.warn(`already set before the failure: ${done.join(', ')}`);
      throw error;
    }
    done.push(what);
  }
}

/** `image set` */
export const command: ActionCommand = {
  output: 'none',
  description: "Set an image's attributes, properties and tags; what is not named stays as it is.",
  arguments: [imageArgument],
  parameters: [
    newName,
    ...attributeParameters,
    ...Object.values(wellKnown),
    instanceUuid,
    activation,
    membership,
  ],
  async run(context) {
    await applyAll(await stepsOf(context), context);
  },
};
