# msmv in a container: nothing is in the last image but the Debian package and what it depends on.
#   docker build -t msmv .
#   docker run --rm -v "$PWD:/data" msmv classify fields/ --output classes.csv
#   docker run --rm -v "$PWD:/data" msmv doctor
FROM debian:12 AS build
COPY . /msmv
RUN /msmv/tools/make_package.sh /packages

FROM debian:12
COPY --from=build /packages/msmv_*.deb /tmp/
RUN apt-get update -q && \
    DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends /tmp/msmv_*.deb && \
    rm -rf /tmp/msmv_*.deb /var/lib/apt/lists/*
WORKDIR /data
ENTRYPOINT ["msmv"]
CMD ["--help"]
