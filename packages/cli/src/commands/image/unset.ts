import type { Image, ImageService } from '@ostk/sdk';
import type { ActionCommand, Context } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { givenImage, imageArgument } from '../../image/find-image.ts';
import { texts } from '../../parameters/parameter.ts';

const tags = texts('--tag <tag>', 'a tag to take off (may be repeated)');
const properties = texts('--property <key>', 'a property to remove (may be repeated)');

/** Takes the tags off; answers how many the image did not have. */
async function unsetTags(context: Context, service: ImageService, image: Image): Promise<number> {
  const { isNotFound } = await import('@ostk/sdk');
  let missing = 0;
  for (const tag of new Set(context.values.get(tags))) {
    try {
      await service.removeTag(image, tag, { signal: context.signal });
    } catch (error) {
      if (!isNotFound(error)) throw error;
      missing += 1;
      context.warn(`the image has no tag ${tag}`);
    }
  }
  return missing;
}

/** Removes the properties, all in one request; answers how many the image did not have. */
async function unsetProperties(context: Context, service: ImageService, image: Image): Promise<number> {
  const named = [...new Set(context.values.get(properties))];
  const there = named.filter((key) => Object.hasOwn(image.properties, key));
  for (const key of named) {
    if (!there.includes(key)) context.warn(`the image has no property ${key}`);
  }
  if (there.length > 0) {
    const removed = Object.fromEntries(there.map((key) => [key, null] as const));
    await service.updateImage(image, { properties: removed }, { signal: context.signal });
  }
  return named.length - there.length;
}

/** `image unset` */
export const command: ActionCommand = {
  output: 'none',
  description: "Remove an image's properties and take off its tags.",
  arguments: [imageArgument],
  parameters: [tags, properties],
  async run(context) {
    const { values } = context;
    const { service, image } = await givenImage(context);
    const tagsMissing = await unsetTags(context, service, image);
    const propertiesMissing = await unsetProperties(context, service, image);
    const failures = [
      { missing: tagsMissing, total: values.get(tags).length, what: 'tags' },
      { missing: propertiesMissing, total: values.get(properties).length, what: 'properties' },
    ].filter(({ missing }) => missing > 0);
    if (failures.length === 0) return;
    const parts = failures.map(({ missing, total, what }) => `${missing} of ${total} ${what}`);
    throw new CommandError(`failed to unset ${parts.join(' and ')}`);
  },
};
