/**
 * The script that a site includes: it defines `window.cloudinary` at once and fetches the rest of the
 * widget, as ES modules from the origin it was itself loaded from, when the first widget is created.
 *
 * A classic script on purpose: pages written for Cloudinary's widget load it with a plain script tag
 * and use the global synchronously.
 */
(() => {
  "use strict";

  const script = document.currentScript ?? document.querySelector('script[src*="/global/all.js"]');
  const origin = new URL(script.src).origin;

  /** Options that `setCloudName` and `setAPIKey` give to all widgets that are created later. */
  const shared = {};
  let loading = null;

  /** @returns {Promise<{UploadWidget: Function, loadLanguage: Function}>} */
  const loadWidget = () => {
    loading ??= import(`${origin}/static/widget/widget.js`);
    loading.catch(() => {
      loading = null;
    });
    return loading;
  };

  /**
   * What `createUploadWidget` returns before the modules have arrived: it takes every call of the
   * instance's interface and hands it on, in order, as soon as there is someone to hand it to.
   */
  class UploadWidgetHandle {
    #create;
    #callback;
    #widget = null;
    #ready = null;
    #destroyed = false;

    constructor(options, callback, opener) {
      this.#callback = callback;
      const given = { ...shared, ...options };
      this.#create = async ({ UploadWidget, loadLanguage }) => {
        await loadLanguage(String(given.language ?? "en"));
        this.#widget = new UploadWidget(origin, given, callback, opener);
      };
      this.#load();
    }

    #load() {
      this.#ready = loadWidget()
        .then(this.#create)
        .catch((cause) => {
          this.#ready = null;
          console.error(`The upload widget of ${origin} could not be made.`, cause);
          const statusText = "The upload widget could not be loaded.";
          this.#callback?.({ status: "load-failed", statusText, message: statusText }, {});
        });
    }

    /** A widget whose modules did not arrive asks for them again when it is used again. */
    #call(method, ...parameters) {
      if (this.#widget) return this.#widget[method](...parameters);
      if (!this.#ready && !this.#destroyed) this.#load();
      return this.#ready?.then(() => this.#widget?.[method](...parameters));
    }

    open(source, options) {
      this.#call("open", source, options);
      return this;
    }

    close(options) {
      this.#call("close", options);
      return this;
    }

    update(options) {
      this.#call("update", options);
      return this;
    }

    hide() {
      this.#call("hide");
      return this;
    }

    show() {
      this.#call("show");
      return this;
    }

    minimize() {
      this.#call("minimize");
      return this;
    }

    /**
     * @param {{removeThumbnails?: boolean}} [options]
     * @returns {Promise<void>} settled once nothing of the widget is left on the page
     */
    async destroy(options) {
      this.#destroyed = true;
      await this.#call("destroy", options);
    }

    isShowing() {
      return this.#widget?.isShowing() ?? false;
    }

    isMinimized() {
      return this.#widget?.isMinimized() ?? false;
    }

    isDestroyed() {
      return this.#destroyed;
    }
  }

  /** An element, a selector of one, or a list that begins with one, as jQuery makes them. */
  const findElement = (given) => {
    const found = typeof given === "string" ? document.querySelector(given) : (given?.[0] ?? given);
    if (found instanceof Element) return found;
    throw new TypeError("applyUploadWidget needs the element that is to become the button.");
  };

  const leftOut = (name) => () => {
    throw new Error(
      `cloudinary.${name} is not part of this widget: it uploads, and shows no library.`,
    );
  };

  window.cloudinary = Object.assign(
    {
      createMediaLibrary: leftOut("createMediaLibrary"),
      openMediaLibrary: leftOut("openMediaLibrary"),
    },
    window.cloudinary,
    {
      setCloudName: (name) => {
        shared.cloudName = name;
      },
      setAPIKey: (key) => {
        shared.apiKey = key;
      },
      createUploadWidget: (options, callback) => new UploadWidgetHandle(options, callback),
      openUploadWidget: (options, callback) => new UploadWidgetHandle(options, callback).open(),
      applyUploadWidget: (element, options, callback) => {
        return new UploadWidgetHandle(options, callback, findElement(element));
      },
    },
  );
})();
