# docker build -t csaudit .   &&   docker run --rm -v "$PWD:/data:ro" csaudit check tickets.csv
FROM python:3.13-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY csaudit csaudit
RUN python -m venv /opt/csaudit && /opt/csaudit/bin/pip install --no-cache-dir '.[html,excel]'

FROM python:3.13-slim
RUN useradd --system --no-create-home --uid 10001 csaudit
COPY --from=build /opt/csaudit /opt/csaudit
ENV PATH=/opt/csaudit/bin:$PATH PYTHONDONTWRITEBYTECODE=1
USER csaudit
WORKDIR /data
ENTRYPOINT ["csaudit"]
CMD ["--help"]
