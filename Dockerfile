# GCM Hub in a container: built with GraphiQL from npm, run as nobody in particular.
#
#   docker build -t gcm-hub .
#   docker run -p 127.0.0.1:4000:4000 -v gcm-hub:/var/lib/gcm-hub gcm-hub

FROM rust:1.95-bookworm AS build
# npm gives GraphiQL, which the build puts into the binary.
RUN apt-get update \
    && apt-get install -y --no-install-recommends npm \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /hub
COPY . .
RUN cargo build --profile dist --locked

FROM debian:bookworm-slim
# The authorities that fetching over https trusts.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/gcm-hub --create-home gcm-hub
COPY --from=build /hub/target/dist/gcm-hub /usr/local/bin/gcm-hub
COPY --from=build /hub/LICENSE /hub/NOTICE /usr/share/doc/gcm-hub/
USER 10001
# Every address of the container, which is reached only through the ports that are published. A configuration goes to
# /var/lib/gcm-hub/.config/gcm-hub/config.toml; `/metrics` is served where its `metrics_listen` says.
ENV GCM_HUB_LISTEN=0.0.0.0:4000 \
    GCM_HUB_DATA_DIR=/var/lib/gcm-hub \
    GCM_HUB_LOG_FORMAT=json
VOLUME /var/lib/gcm-hub
EXPOSE 4000
HEALTHCHECK --interval=30s --timeout=6s --start-period=20s CMD ["gcm-hub", "healthcheck"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["gcm-hub"]
CMD ["serve"]
