package dev.socketio.server;

import dev.socketio.adapter.BroadcastOptions;

/**
 * A part of a scope.
 */
final class DefaultBroadcastOperator extends AbstractBroadcastTarget implements BroadcastOperator {

	private final BroadcastScope scope;

	private final BroadcastOptions options;

	DefaultBroadcastOperator(BroadcastScope scope, BroadcastOptions options) {
		this.scope = scope;
		this.options = options;
	}

	@Override
	BroadcastScope scope() {
		return this.scope;
	}

	@Override
	protected BroadcastOptions options() {
		return this.options;
	}

}
