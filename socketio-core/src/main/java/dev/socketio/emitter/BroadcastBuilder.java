package dev.socketio.emitter;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.BroadcastOptions;

/**
 * Base class of {@link BroadcastOperations} that collects targets and flags.
 * Implementations supply the operations.
 *
 * @param <O> the type of the object that methods for targets and flags return
 * @since 0.1.0
 */
public abstract class BroadcastBuilder<O extends BroadcastOperations<O>> implements BroadcastOperations<O> {

	/**
	 * Return the targets and flags that were chosen.
	 * @return the options
	 */
	protected abstract BroadcastOptions options();

	/**
	 * Return an object with other targets or flags.
	 * @param options the options
	 * @return a new object
	 */
	protected abstract O with(BroadcastOptions options);

	/**
	 * Return an object with other flags and the same targets.
	 * @param flags the flags
	 * @return a new object
	 */
	protected final O with(BroadcastFlags flags) {
		return with(options().withFlags(flags));
	}

	@Override
	public final O to(String... rooms) {
		return with(options().withRooms(rooms));
	}

	@Override
	public final O in(String... rooms) {
		return to(rooms);
	}

	@Override
	public final O except(String... rooms) {
		return with(options().withExcept(rooms));
	}

	@Override
	public final O asVolatile() {
		return with(options().flags().withVolatile());
	}

	@Override
	public final O compress(boolean compress) {
		return with(options().flags().withCompress(compress));
	}

}
