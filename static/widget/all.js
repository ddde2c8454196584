/**
 * The script that a site includes: it defines `window.cloudinary` at once and fetches the rest of the
 * widget, as ES modules from the origin it was itself loaded from, when the first widget is created.
 *
 * A classic script on purpose: pages written for Cloudinary's widget load it with a plain script tag
 * and use the global synchronously.
 */
(() => {
  "use strict";

  const origin = new URL(document.currentScript.src).origin;
  let loading = null;

  /** @returns {Promise<{UploadWidget: Function, loadLanguage: Function}>} */
  const loadWidget = () => (loading ??= import(`${origin}/static/widget/widget.js`));

  /**
   * What `createUploadWidget` returns before the modules have arrived: it takes every call of the
   * instance's interface and hands it on, in order, as soon as there is someone to hand it to.
   */
  class UploadWidgetHandle {
    #widget = null;
    #ready;
    #destroyed = false;

    constructor(options, callback) {
      this.#ready = loadWidget().then(
        async ({ UploadWidget, loadLanguage }) => {
          await loadLanguage(String(options?.language ?? "en"));
          this.#widget = new UploadWidget(origin, options, callback);
        },
        (cause) => {
          loading = null;
          console.error(`The upload widget could not be loaded from ${origin}.`, cause);
          const statusText = "The upload widget could not be loaded.";
          callback?.({ status: "load-failed", statusText, message: statusText }, {});
        },
      );
    }

    #call(method, ...parameters) {
      if (this.#widget) return this.#widget[method](...parameters);
      return this.#ready.then(() => this.#widget?.[method](...parameters));
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

    /** @returns {Promise<void>} settled once nothing of the widget is left on the page */
    async destroy() {
      this.#destroyed = true;
      await this.#call("destroy");
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

  window.cloudinary = Object.assign(window.cloudinary ?? {}, {
    createUploadWidget: (options, callback) => new UploadWidgetHandle(options, callback),
    openUploadWidget: (options, callback) => new UploadWidgetHandle(options, callback).open(),
  });
})();
