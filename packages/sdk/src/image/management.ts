import type { ApiVersion } from '../catalog/versions.ts';
import type { Session } from '../http/session.ts';
import { checkOptions } from '../options.ts';
import { callKeys, type RemoveOptions } from './call.ts';
import type { ImageCapability } from './capabilities.ts';
import type { CleanupOptions, CleanupReport } from './cleanup.ts';
import type { CopyOptions, ImportImageOptions, ImportInfo } from './imports.ts';
import type { ImageLocation, NewLocation } from './locations.ts';
import type { ImageMember, MemberStatus } from './members.ts';
import type { AttributeProblem } from './schema.ts';
import type { ImageStore, StoresOptions } from './stores.ts';
import type { ImageTask } from './tasks.ts';
import type { CallOptions, Image, ImageAttributes, ImageRef } from './types.ts';
import type { ImageUsage } from './usage.ts';
import type { WaitForImportOptions } from './wait-for-import.ts';

/**
 * What can be done with images that are there: share, tag, lock and import them, say where their data are kept, and
 * ask what the cloud can do. A part of {@link ImageService}.
 */
export abstract class ImageManagement {
  readonly #session: Session;

  // Each area is imported by its calls: a program that does not use it does not pay for it.

  constructor(session: Session) {
    this.#session = session;
  }

  /** Lists the projects that an image is shared with. `GET /v2/images/{id}/members`. */
  async members(image: ImageRef, options: CallOptions = {}): Promise<readonly ImageMember[]> {
    const { listMembers } = await import('./members.ts');
    return listMembers(this.#session, image, options);
  }

  /**
   * Gets one project's membership, by the project's id. `GET /v2/images/{id}/members/{project}`.
   *
   * @throws NotFound if the image is not shared with it.
   */
  async getMember(image: ImageRef, project: string, options: CallOptions = {}): Promise<ImageMember> {
    const { getMember } = await import('./members.ts');
    return getMember(this.#session, image, project, options);
  }

  /**
   * Shares an image with a project, by the project's id; it is `pending` there until it is accepted.
   * `POST /v2/images/{id}/members`.
   *
   * @throws Forbidden unless the image is yours and its visibility is `shared`; Conflict if it is shared already.
   */
  async addMember(image: ImageRef, project: string, options: CallOptions = {}): Promise<ImageMember> {
    const { addMember } = await import('./members.ts');
    return addMember(this.#session, image, project, options);
  }

  /**
   * Sets what a project has decided; that is for the project itself, or an administrator.
   * `PUT /v2/images/{id}/members/{project}`.
   */
  async updateMember(
    image: ImageRef,
    project: string,
    status: MemberStatus,
    options: CallOptions = {},
  ): Promise<ImageMember> {
    const { updateMember } = await import('./members.ts');
    return updateMember(this.#session, image, project, status, options);
  }

  /**
   * Ends the sharing of an image with a project. `DELETE /v2/images/{id}/members/{project}`.
   *
   * @throws NotFound if it is not shared with it, unless `ignoreMissing` is set.
   */
  async removeMember(image: ImageRef, project: string, options: RemoveOptions = {}): Promise<void> {
    const { removeMember } = await import('./members.ts');
    return removeMember(this.#session, image, project, options);
  }

  /**
   * Sees to it that an image is shared with projects, by their ids: a private image becomes `shared`, and who is a
   * member stays one. `POST /v2/images/{id}/members` for each that is not.
   *
   * @returns the memberships of these projects.
   * @throws StateError if the image is public or a community image: everybody has it already.
   */
  async shareImage(
    image: ImageRef,
    projects: readonly string[],
    options: CallOptions = {},
  ): Promise<readonly ImageMember[]> {
    const { shareImage } = await import('./members.ts');
    return shareImage(this.#session, image, projects, options);
  }

  /**
   * Accepts an image that is shared with this project, so that it is in its lists.
   * `PUT /v2/images/{id}/members/{project}`.
   */
  async acceptImage(image: ImageRef, options: CallOptions = {}): Promise<ImageMember> {
    const { decide } = await import('./members.ts');
    return decide(this.#session, 'acceptImage', image, 'accepted', options);
  }

  /**
   * Rejects an image that is shared with this project, so that it is not in its lists.
   * `PUT /v2/images/{id}/members/{project}`.
   */
  async rejectImage(image: ImageRef, options: CallOptions = {}): Promise<ImageMember> {
    const { decide } = await import('./members.ts');
    return decide(this.#session, 'rejectImage', image, 'rejected', options);
  }

  /** Puts a tag on an image; others stay. `PUT /v2/images/{id}/tags/{tag}`, or a patch where that route mangles it. */
  async addTag(image: ImageRef, tag: string, options: CallOptions = {}): Promise<void> {
    const { addTag } = await import('./tags.ts');
    return addTag(this.#session, image, tag, options);
  }

  /**
   * Takes a tag off an image. `DELETE /v2/images/{id}/tags/{tag}`, or a patch where that route does not find it.
   *
   * @throws NotFound if it does not have it, unless `ignoreMissing` is set.
   */
  async removeTag(image: ImageRef, tag: string, options: RemoveOptions = {}): Promise<void> {
    const { removeTag } = await import('./tags.ts');
    return removeTag(this.#session, image, tag, options);
  }

  /** Makes these the tags of an image, and no others. `PATCH /v2/images/{id}`. */
  async setTags(image: ImageRef, tags: readonly string[], options: CallOptions = {}): Promise<Image> {
    const { setTags } = await import('./tags.ts');
    return setTags(this.#session, image, tags, options);
  }

  /**
   * Locks the data of an image, so that only administrators can download them.
   * `POST /v2/images/{id}/actions/deactivate`.
   *
   * @throws Forbidden if the image is not yours, or holds no data.
   */
  async deactivateImage(image: ImageRef, options: CallOptions = {}): Promise<void> {
    const { setActivation } = await import('./actions.ts');
    return setActivation(this.#session, image, 'deactivate', options);
  }

  /** Unlocks the data of an image. `POST /v2/images/{id}/actions/reactivate`; throws as `deactivateImage` does. */
  async reactivateImage(image: ImageRef, options: CallOptions = {}): Promise<void> {
    const { setActivation } = await import('./actions.ts');
    return setActivation(this.#session, image, 'reactivate', options);
  }

  /** Asks by which methods this cloud imports; none where it imports nothing. `GET /v2/info/import`. */
  async importInfo(options: CallOptions = {}): Promise<ImportInfo> {
    const { getImportInfo } = await import('./imports.ts');
    return getImportInfo(this.#session, options);
  }

  /**
   * Has Glance get the data of an image by itself, and answers the image when it has them; with `wait: false`, as soon
   * as it has begun. The image stays if that fails. `POST /v2/images/{id}/import`.
   *
   * @throws Conflict if the image is not in the state that the method needs; otherwise as `waitForImport`.
   */
  async importImage(image: ImageRef, options: ImportImageOptions): Promise<Image> {
    const { importImage } = await import('./imports.ts');
    return importImage(this.#session, image, options);
  }

  /**
   * Waits for the end of the latest import of an image. Its task is followed, not only its status.
   * `GET /v2/images/{id}`, `GET /v2/images/{id}/tasks`.
   *
   * @throws ImportError with the reason that the task gives if it failed, reached some stores only, or is stuck;
   *   TimeoutError when the time is up though it still goes on; StateError if there is no import.
   */
  async waitForImport(image: ImageRef, options: WaitForImportOptions = {}): Promise<Image> {
    const { waitForImport } = await import('./wait-for-import.ts');
    return waitForImport(this.#session, image, options);
  }

  /**
   * Lists the tasks of an image, with their input and messages: to the project that began them and to administrators,
   * none to others. `GET /v2/images/{id}/tasks`.
   */
  async imageTasks(image: ImageRef, options: CallOptions = {}): Promise<readonly ImageTask[]> {
    const { listImageTasks } = await import('./tasks.ts');
    return listImageTasks(this.#session, image, options);
  }

  /**
   * Lists the stores of this cloud; none where it has a single one, which has no name. `GET /v2/info/stores`, or
   * `GET /v2/info/stores/detail`.
   *
   * @throws Forbidden with `detail`, for plain users.
   */
  async stores(options: StoresOptions = {}): Promise<readonly ImageStore[]> {
    const { listStores } = await import('./stores.ts');
    return listStores(this.#session, options);
  }

  /**
   * Copies the data of an active image to stores, or to `'all'` that do not have them.
   * `POST /v2/images/{id}/import`; throws as `importImage` does, and Forbidden for plain users by default.
   */
  async copyToStores(
    image: ImageRef,
    stores: readonly string[] | 'all',
    options: CopyOptions = {},
  ): Promise<Image> {
    const { copyToStores } = await import('./imports.ts');
    return copyToStores(this.#session, image, stores, options);
  }

  /**
   * Deletes an image's data from one store. `DELETE /v2/stores/{store}/{id}`.
   *
   * @throws Forbidden while a single store has them; NotFound if this one does not, unless `ignoreMissing` is set;
   *   Conflict if there is no such store.
   */
  async deleteFromStore(image: ImageRef, store: string, options: RemoveOptions = {}): Promise<void> {
    const { deleteFromStore } = await import('./stores.ts');
    return deleteFromStore(this.#session, image, store, options);
  }

  /** The places where an image's data are; `undefined` where a cloud does not show them. `GET /v2/images/{id}`. */
  async locations(image: ImageRef, options: CallOptions = {}): Promise<readonly ImageLocation[] | undefined> {
    const { listLocations } = await import('./locations.ts');
    return listLocations(this.#session, image, options);
  }

  /**
   * Says that an image's data are at a place; an image without data becomes active. `PATCH /v2/images/{id}`.
   *
   * @throws Forbidden where a cloud does not let locations be changed; BadRequest for a URL that is in no store.
   */
  async addLocation(image: ImageRef, location: NewLocation, options: CallOptions = {}): Promise<Image> {
    const { addLocation } = await import('./locations.ts');
    return addLocation(this.#session, image, location, options);
  }

  /** Makes these the places of an image's data, and no others. `PATCH /v2/images/{id}`; throws as `addLocation`. */
  async replaceLocations(
    image: ImageRef,
    locations: readonly NewLocation[],
    options: CallOptions = {},
  ): Promise<Image> {
    const { replaceLocations } = await import('./locations.ts');
    return replaceLocations(this.#session, image, locations, options);
  }

  /**
   * Takes away the place with this URL, and the data there. `PATCH /v2/images/{id}`.
   *
   * @throws OptionError if there is no such place; Forbidden if it is the last.
   */
  async removeLocation(image: ImageRef, url: string, options: CallOptions = {}): Promise<Image> {
    const { removeLocation } = await import('./locations.ts');
    return removeLocation(this.#session, image, url, options);
  }

  /**
   * Gives a place of data to an image that has none; Glance takes it over in the background, which `waitForImport`
   * waits for. `POST /v2/images/{id}/locations`, from Glance 2024.2 on.
   *
   * @throws Forbidden for plain users where no store is of the kind `http`; NotFound where Glance is older.
   */
  async addImageLocation(
    image: ImageRef,
    location: Omit<NewLocation, 'metadata'>,
    options: CallOptions = {},
  ): Promise<void> {
    const { addImageLocation } = await import('./locations.ts');
    return addImageLocation(this.#session, image, location, options);
  }

  /**
   * Gets the places of an image's data as other services of the cloud do. `GET /v2/images/{id}/locations`, from
   * Glance 2024.2 on.
   *
   * @throws Forbidden without the role `service`; NotFound where Glance is older.
   */
  async imageLocations(image: ImageRef, options: CallOptions = {}): Promise<readonly ImageLocation[]> {
    const { listImageLocations } = await import('./locations.ts');
    return listImageLocations(this.#session, image, options);
  }

  /** What this project uses, and may use; empty where Keystone keeps no quotas for images. `GET /v2/info/usage`. */
  async usage(options: CallOptions = {}): Promise<ImageUsage> {
    const { getUsage } = await import('./usage.ts');
    return getUsage(this.#session, options);
  }

  /** The API versions that the service lists, newest first; `undefined` if it does not show its list. `GET /`. */
  async versions(options: CallOptions = {}): Promise<readonly ApiVersion[] | undefined> {
    checkOptions('versions', options, callKeys);
    return this.#session.versions('image', options);
  }

  /**
   * Whether this cloud can do something. What is asked is what tells it: Glance leaves versions out of its list where an
   * option is off, so that a later version does not mean that an earlier one is there.
   */
  async supports(capability: ImageCapability, options: CallOptions = {}): Promise<boolean> {
    const { supports } = await import('./capabilities.ts');
    return supports(this.#session, capability, options);
  }

  /**
   * Checks the attributes of an image by this cloud's own schema, without creating one. `GET /v2/schemas/image`.
   *
   * @returns what it would refuse; nothing if all is well.
   * @throws OptionError for attributes that there are not, and properties that are reserved.
   */
  async validateImage(
    attributes: ImageAttributes,
    options: CallOptions = {},
  ): Promise<readonly AttributeProblem[]> {
    const { validateImage } = await import('./schema.ts');
    return validateImage(this.#session, attributes, options);
  }

  /**
   * Deletes those images of this project that `filter` chooses. Protected ones are left unless `unprotect` is set,
   * hidden ones are not looked at unless `includeHidden` is. One that cannot be deleted does not stop the others.
   */
  async cleanupImages(options: CleanupOptions): Promise<CleanupReport> {
    const { cleanupImages } = await import('./cleanup.ts');
    return cleanupImages(this.#session, options);
  }
}
