package dev.socketio.autoconfigure;

import dev.socketio.engine.EngineOptions;

/**
 * Customizes the options of the Engine.IO server after the properties have been applied.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface EngineOptionsCustomizer {

	/**
	 * Customize the options.
	 * @param options the options to change
	 */
	void customize(EngineOptions.Builder options);

}
